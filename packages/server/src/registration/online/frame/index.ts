export { searchPlaces } from './service.places.ts'
export { districtNamed, type Frame, frameOf } from './service.ts'
