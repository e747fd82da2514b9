/** What the API says and takes about the search box. */
import { z } from 'zod'
import { AreaSchema } from '../../election/index.ts'
import { VoterItem } from '../voters/index.ts'

export const SearchQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .refine(words => !/\d{6}/.test(words.normalize('NFKC')), {
      params: {
        text: {
          zh: '请按姓名、拼音、社区或文件名查找，不要输入证件号码或电话',
          en: 'Search by name, pinyin, community or file name, not by ID number or phone',
        },
      },
    }),
})

export const Found = z
  .object({
    people: z.array(VoterItem),
    /** Of `people` those under review: their cases. */
    cases: z.array(VoterItem),
    communities: z.array(AreaSchema),
    imports: z.array(z.object({ id: z.number().int(), fileName: z.string() })),
  })
  .meta({ id: 'SearchFound' })
export type Found = z.infer<typeof Found>
