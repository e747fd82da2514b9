/** Everything printed. Fonts are asked before anything is written; a name is data, never markup. */
export { type Announcement, announcementTexts, printAnnouncement } from './announcement.ts'
export { type CertificateSheet, certificateTexts, printCertificate } from './certificate.ts'
export { codePointName, type Fonts, fontsFrom, installedFonts, type PrintFont } from './fonts.ts'
export {
  chineseDate,
  createPosterPrinter,
  type Paper,
  type Poster,
  type PosterPerson,
  type PosterPrinter,
  type PosterSection,
} from './poster.ts'
export { SEAL_TYPST } from './seal.ts'
export { printSeats, type SeatSheet } from './seats.ts'
export { createPrinter, type Printed, type Printer } from './typst.ts'
