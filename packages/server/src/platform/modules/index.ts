export { type ExtensionPoint, Extensions, extensionPoint } from './extensions.ts'
