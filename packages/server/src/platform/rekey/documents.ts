/** How registrations name and seal the document of someone without an ID number. */

/** The context holds the person key, so that a number cannot be put under another person. */
export const documentContext = (personKey: string): string => `identity_document/${personKey}`
export const documentDigestText = (type: string, number: string): string => `identity-document/${type}/${number}`
