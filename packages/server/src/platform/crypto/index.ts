/** The installation's keys and everything encrypted with them, except files (platform/files). */
export { CONTACTS_PER_BLOCK, type Contact, maskPhone, openContacts, sealContacts } from './contacts.ts'
export { KeyError, SealError } from './errors.ts'
export { openInstallationKeyring, openKeyringOf, rotateKey } from './installation.ts'
export { openKeyring } from './key-file.ts'
export { type Keyring, memoryKeyring } from './keyring.ts'
export { findKeyState, type KeyState } from './store.ts'
