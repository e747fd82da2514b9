/** The thread that prints: one order is one poster or one sheet, and its answer the PDFs. */
import { answerInThread } from '../platform/threads/index.ts'
import { printAnnouncement } from './announcement.ts'
import { printCertificate } from './certificate.ts'
import { ENTRANCE_TEMPLATE, entranceData } from './entrance.ts'
import { HOUSEHOLD_TEMPLATE, householdData } from './household.ts'
import { createPosterPrinter } from './poster.ts'
import type { PrintedFile, PrintOrder } from './print-threads.ts'
import { printSeats } from './seats.ts'
import { createPrinter, type Printed, type Printer } from './typst.ts'

/** The printer of the last order: a later one may need one more font. */
let kept: { readonly files: string; readonly printer: Printer } | undefined

const printerFor = (files: readonly string[]): Printer => {
  const key = files.join('\n')
  if (kept?.files !== key) kept = { files: key, printer: createPrinter(files) }
  return kept.printer
}

const print = (order: PrintOrder): Iterable<Printed> => {
  const printer = printerFor(order.fonts.files)
  const { families } = order.fonts
  const fonts = { inUse: () => order.fonts }
  switch (order.kind) {
    case 'poster':
      return createPosterPrinter(fonts, printer).print(order.sheet)
    case 'certificate':
      return [printCertificate(fonts, order.sheet, printer)]
    case 'announcement':
      return [printAnnouncement(fonts, order.sheet, printer)]
    case 'seats':
      return [printSeats(fonts, order.sheet, printer)]
    case 'households':
      return [printer.print(HOUSEHOLD_TEMPLATE, { ...householdData(order.sheet), families })]
    case 'entrances':
      return [printer.print(ENTRANCE_TEMPLATE, { ...entranceData(order.sheet), families })]
  }
}

answerInThread((order: PrintOrder): PrintedFile[] =>
  Array.from(print(order), printed => ({ pages: printed.pages, pdf: printed.pdf() })),
)
