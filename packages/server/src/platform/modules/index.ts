export { Extensions, extensionPoint } from './extensions.ts'
