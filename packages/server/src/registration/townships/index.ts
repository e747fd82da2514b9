export { townshipsProgress } from './service.ts'
