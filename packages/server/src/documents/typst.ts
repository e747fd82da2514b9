/**
 * Printing with Typst. Data goes in as JSON and is never spliced into the template, so a name is a name whatever characters it has.
 * No system font and no file of the machine is read besides the fonts given.
 */
import { resolve } from 'node:path'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'

/** Nothing lies here: Typst may read below it, so it must not exist. */
const workspace = resolve('/mingce-typst')

export interface Printed {
  readonly pages: number
  pdf(): Uint8Array
  /** The pages below each other as one picture. */
  svg(): string
}

export interface Printer {
  /**
   * Lays out `template` with `data`, which it reads by `json("/data.json")`, and with pictures by their names. A template that fails is a
   * bug and throws.
   */
  print(template: string, data: unknown, pictures?: ReadonlyMap<string, Uint8Array>): Printed
}

const failed = (what: string, diagnostics: readonly unknown[]): Error =>
  new Error(`typst: ${what}: ${JSON.stringify(diagnostics).slice(0, 2000)}`)

/** A printer with exactly these font files. About 0.2 s to make; keep it for many documents. */
export const createPrinter = (fontFiles: readonly string[]): Printer => {
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [...fontFiles] }] })
  return {
    print(template, data, pictures = new Map()) {
      for (const [name, content] of pictures) compiler.mapShadow(resolve(workspace, name), Buffer.from(content))
      compiler.mapShadow(resolve(workspace, 'data.json'), Buffer.from(JSON.stringify(data)))
      const compiled = compiler.compile({ mainFileContent: template })
      const error = compiled.takeError()
      if (error) throw failed('the template failed', compiler.fetchDiagnostics(error))
      // Among the warnings is "unknown font family", which would print empty boxes.
      const warnings = compiled.takeWarnings()
      if (warnings) throw failed('the template is not clean', compiler.fetchDiagnostics(warnings))
      const document: NodeTypstDocument | null = compiled.result
      if (!document) throw failed('no document', [])
      // Its cache of layouts would grow with every document.
      compiler.evictCache(0)
      return {
        pages: document.numOfPages,
        pdf: () => compiler.pdf(document, { pdfTags: false }),
        svg: () => compiler.plainSvg(document),
      }
    },
  }
}
