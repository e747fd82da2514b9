/** The thread that prints: one order is one poster or one sheet, and its answer the PDFs. */
import { answerInThread } from '../platform/threads/index.ts'
import { createPosterPrinter } from './poster.ts'
import type { PrintedFile, PrintOrder } from './print-threads.ts'
import { createPrinter, type Printer } from './typst.ts'

/** Printers by their font files: a later order may need one more font. */
let kept: { readonly files: string; readonly printer: Printer } | undefined

const printerFor = (files: readonly string[]): Printer => {
  const key = files.join('\n')
  if (kept?.files !== key) kept = { files: key, printer: createPrinter(files) }
  return kept.printer
}

answerInThread((order: PrintOrder): PrintedFile[] => {
  const printer = printerFor(order.fonts.files)
  const documents =
    order.kind === 'poster'
      ? createPosterPrinter({ inUse: () => order.fonts }, printer).print(order.poster)
      : [printer.print(order.template, { ...order.data, families: order.fonts.families })]
  return Array.from(documents, printed => ({ pages: printed.pages, pdf: printed.pdf() }))
})
