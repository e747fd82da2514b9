/** What notices say of the day of publication and of the last day to object: from what happened, and said to be planned where nothing has. */
import type { Text } from '../result/index.ts'
import { wordsOf } from './templates.ts'

/** When someone may object (election `ObjectionDays`). */
interface Days {
  readonly listOn: string
  readonly planned: boolean
  readonly until: string
  readonly movedFrom: string | null
}

const zh = (day: string) => wordsOf(day, 'zh')
const en = (day: string) => wordsOf(day, 'en')

/** Of someone who was registered: when to check the list. */
export const listWords = ({ planned, listOn }: Days): Text =>
  planned
    ? {
        zh: `选民名单计划最迟${zh(listOn)}公布，请届时核对。`,
        en: `The voter list is planned to be published by ${en(listOn)}; please check your entry then.`,
      }
    : {
        zh: `选民名单已于${zh(listOn)}公布，您的登记随补充名单公布，请届时核对。`,
        en: `The voter list was published on ${en(listOn)}; your registration is published in a supplement. Please check your entry then.`,
      }

/** Of someone who was refused: how to object, and until when (EL 29; 民法典 203, CPL 85). */
export const objectionWords = ({ planned, listOn, until, movedFrom }: Days): Text => {
  const moved =
    movedFrom === null
      ? { zh: '', en: '' }
      : { zh: `，第五日${zh(movedFrom)}为休息日，顺延`, en: `; the fifth day, ${en(movedFrom)}, is a holiday` }
  return planned
    ? {
        zh: `不同意的，名单公布后五日内可以向选举委员会申诉（选举法第二十九条）。名单计划最迟${zh(listOn)}公布，申诉到${zh(until)}为止（按计划推算${moved.zh}），在选民门户或登记站均可提出。`,
        en: `If you disagree, you can object to the election committee within five days of the publication of the list (Electoral Law, Art. 29). The list is planned to be published by ${en(listOn)}; you can then object until ${en(until)} (planned${moved.en}), on the voter portal or at a registration station.`,
      }
    : {
        zh: `名单已于${zh(listOn)}公布。不同意的，可以在${zh(until)}以前（含当日${moved.zh}）向选举委员会申诉（选举法第二十九条），在选民门户或登记站均可提出。`,
        en: `The list was published on ${en(listOn)}. If you disagree, you can object to the election committee until ${en(until)} (inclusive${moved.en}) (Electoral Law, Art. 29), on the voter portal or at a registration station.`,
      }
}
