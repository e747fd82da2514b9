/** HTTP without a word about elections: the application, its errors, its description, uploads, pages, log. */
export * from './app.ts'
export * from './attachment.ts'
export * from './failures.ts'
export * from './log.ts'
export * from './openapi.ts'
export * from './pages.ts'
export * from './schemas.ts'
export * from './uploads.ts'
