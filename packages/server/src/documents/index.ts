/** Everything printed. Fonts are asked before anything is written; a name is data, never markup. */
export { type Announcement, announcementTexts, printAnnouncement } from './announcement.ts'
export { type CertificateSheet, certificateTexts, printCertificate } from './certificate.ts'
export { fontAdvice } from './font-advice.ts'
export { codePointName, type Fonts, fontsFrom, installedFonts } from './fonts.ts'
export { chineseDate, createPosterPrinter, isPicture, type Poster, type PosterGlyph, type PosterSection } from './poster.ts'
export { PRINT_THREADS, printable, printPoster, printSheet } from './print-threads.ts'
export { printSeats, type SeatSheet } from './seats.ts'
