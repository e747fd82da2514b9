/** The election that the demo and the examples of the manual use: Nanmofang, a 地区 of Chaoyang in Beijing with 25 communities and 2 villages. */

export const demoElection = {
  areaCode: '110105021',
  areaName: '南磨房地区',
  countyCode: '110105',
  /** Everyone elects deputies of the district; the villages' people elect those of the township too. */
  levels: ['county', 'township'],
  name: { zh: '朝阳区南磨房地区人大代表换届选举（演示）', en: 'Nanmofang, Chaoyang: election of deputies (demo)' },
  people: 60_000,
  seed: 1,
  faultRate: 0.03,
} as const
