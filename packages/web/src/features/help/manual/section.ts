/** What the manual of docs/manual is made of, as `dev/manual.ts` reads it. */

export interface ManualVideo {
  readonly title: { readonly zh: string; readonly en: string }
  readonly src: string
  readonly seconds: number
  readonly captions: readonly { readonly lang: 'zh' | 'en'; readonly src: string }[]
}

export interface Section {
  /** The anchor of its heading, as GitHub makes it. */
  readonly anchor: string
  readonly heading: string
  readonly level: number
  readonly language: 'zh' | 'en'
  readonly html: string
  /** The same without markup, to search. */
  readonly text: string
  readonly videos: readonly ManualVideo[]
}

/** One file: what an office, a station or a voter needs to know. */
export interface Manual {
  /** The file's name without `.md`; its address is /help/manual/<name>. */
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly sections: readonly Section[]
}

/** A section that explains a page of the console. */
export interface PageOfManual {
  /** A path of the router, such as `/elections/:electionId/reviews`. */
  readonly page: string
  readonly manual: string
  readonly anchor: string
  readonly heading: string
}
