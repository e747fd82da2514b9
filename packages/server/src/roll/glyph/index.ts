export { registerGlyphRoutes } from './routes.ts'
export { chooseGlyph } from './service.ts'
export { copyGlyphs, findGlyphChoices, findRollGlyphs, type GlyphChoice } from './store.ts'
