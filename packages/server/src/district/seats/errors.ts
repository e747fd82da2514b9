/** How the failures of seats are told over HTTP. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const SEAT_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'seats.congress': {
    status: 422,
    text: { zh: '这次选举不选这一级、这个地区的代表', en: 'This election does not elect deputies at that level in that area' },
  },
  'seats.population': { status: 422, text: { zh: '人口数有误', en: 'The population is invalid' } },
  'seats.extra': { status: 422, text: { zh: '另加比例有误', en: 'The increase is invalid' } },
  'seats.fewer': {
    status: 422,
    text: {
      zh: '只有县级人口不足五万、乡级人口不足二千的，名额可以少于基数（选举法第十二条）',
      en: 'Fewer seats than the base are allowed only with fewer than 50,000 people at county level or 2,000 at township level (Electoral Law, Art. 12)',
    },
    next: { zh: '清空“少于基数的名额”，或核对人口数', en: 'Leave the lower number empty, or check the population' },
  },
  'seats.extra-area': {
    status: 422,
    text: {
      zh: '这类地区不能另加百分之五的名额（选举法第十二条和本次选举的规则集）',
      en: 'This kind of area cannot have 5 % more seats (Electoral Law, Art. 12, and the rule set of this election)',
    },
    next: { zh: '把另加比例改为0', en: 'Set the increase to 0' },
  },
  'seats.army': {
    status: 422,
    text: {
      zh: '军队的名额只在县级人民代表大会中，并应少于总名额（选举法第六条）',
      en: 'The army has seats in a county-level congress only, and fewer than all (Electoral Law, Art. 6)',
    },
    next: { zh: '核对军队的名额', en: 'Check the number of the army’s seats' },
  },
  'allocation.population': { status: 422, text: { zh: '各区域的人口数有误', en: 'The population of an area is invalid' } },
  'allocation.seats': { status: 422, text: { zh: '名额不够分配', en: 'There are not enough seats to distribute' } },
  'allocation.twice': { status: 422, text: { zh: '同一区域写了两次', en: 'An area is listed twice' } },
  'allocation.tied': {
    status: 409,
    text: { zh: '最后的名额有几个区域条件完全相同', en: 'Several areas have equal claims to the last seats' },
    next: { zh: '抽签决定，按抽签结果填写次序', en: 'Draw lots and enter the resulting order' },
  },
  'not-found': { status: 404, text: { zh: '还没有确定名额', en: 'The seats have not been decided yet' } },
} as const satisfies FailureTable

export type SeatFailure = keyof typeof SEAT_FAILURES
export const seatFailures = failuresOf<SeatFailure>(SEAT_FAILURES)
