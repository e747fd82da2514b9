/** The installation's keys and everything encrypted with them, except files (platform/files). */
export { CONTACTS_PER_BLOCK, type Contact, maskPhone, openContacts, sealContacts } from './contacts.ts'
export { KeyError, type KeyErrorCode, SealError } from './errors.ts'
export { openInstallationKeyring } from './installation.ts'
export { createKeyring, type KeyLocation, openKeyring } from './key-file.ts'
export { type Keyring, memoryKeyring, requireNationalCiphers } from './keyring.ts'
