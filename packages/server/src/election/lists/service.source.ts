/** What a module contributes so that one of its lists can be taken as a file. */
import type { Result, Text } from '@mingce/domain/result'
import type { Context, Permission } from '../../access/index.ts'
import type { Election } from '../lifecycle/index.ts'
import type { NewListExport } from './schema.ts'

export interface ListRow {
  /** Very long lists are one file for each community; null: the rows have none. */
  readonly community: { readonly code: string; readonly name: string } | null
  /** Texts by column; a column that is left out is empty. */
  readonly cells: Readonly<Record<string, string | null>>
}

/** A list as it is now, for whoever asks. */
export interface OpenList {
  /** How many people it names, at least where it cannot be said exactly; 0: it is a list of things. */
  readonly people: number
  /** Its rows in pages, none of which is long; those of a community follow each other. */
  pages(): AsyncIterable<readonly ListRow[]>
}

export interface ListSource {
  readonly list: string
  readonly permission: Permission
  readonly title: Text
  /** Titles of its columns, in their order. */
  readonly columns: Readonly<Record<string, Text>>
  /** The list with a filter; null: the filter is invalid. */
  open(
    ctx: Context,
    election: Election,
    filter: NewListExport['filter'],
    language: NewListExport['language'],
  ): Promise<OpenList | null>
}

/** A list of things that is short enough to be read whole. */
export const wholeList = (rows: readonly ListRow[]): OpenList => ({
  people: 0,
  async *pages() {
    yield rows
  },
})

/** A page of a use case, after the place that `after` says. */
type ReadPage<Item> = (after: {
  readonly cursor?: string
}) => Promise<Result<{ readonly items: readonly Item[]; readonly next: string | null }, { readonly code: string }>>

/** The rows of a use case that answers in pages, page after page; a page that fails ends the file, so that nobody takes it for whole. */
export const rowsInPages = <Item>(read: ReadPage<Item>, rowOf: (item: Item) => ListRow): OpenList['pages'] =>
  async function* () {
    let after: Parameters<ReadPage<Item>>[0] | null = {}
    while (after !== null) {
      const page: Awaited<ReturnType<ReadPage<Item>>> = await read(after)
      if (!page.ok) throw new Error(`the list could not be read: ${page.error.code}`)
      yield page.value.items.map(rowOf)
      after = page.value.next === null ? null : { cursor: page.value.next }
    }
  }
