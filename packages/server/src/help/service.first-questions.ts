/** Questions that every office is asked, with their articles: shown by a demo, and a start for an office. */
import type { QuestionBody } from './schema.ts'

const RIGHT = { zh: '选举权', en: 'The right to vote' }
const PLACE = { zh: '在哪里登记', en: 'Where to register' }
const LIST = { zh: '选民名单', en: 'The voter list' }
const DAY = { zh: '选举日', en: 'Election day' }

type Said = readonly [zh: string, en: string]
const ask = (section: typeof RIGHT, [zh, en]: Said, [answerZh, answerEn]: Said): QuestionBody => ({
  section,
  question: { zh, en },
  answer: { zh: answerZh, en: answerEn },
  published: true,
})

export const FIRST_QUESTIONS: readonly QuestionBody[] = [
  ask(
    RIGHT,
    ['谁有选举权？', 'Who can vote?'],
    [
      '**选举日**年满十八周岁的中国公民都有选举权，不分民族、性别、职业、家庭出身、宗教信仰、教育程度、财产状况和居住期限；依照法律被剥夺政治权利的人除外。（选举法第四条）',
      'Every citizen of China who is 18 **on election day**, regardless of ethnic group, sex, occupation, family background, religious belief, education, property or length of residence, except persons deprived of political rights according to law. (Electoral Law, Art. 4)',
    ],
  ),
  ask(
    RIGHT,
    ['选举日那天过十八岁生日，能投票吗？', 'My eighteenth birthday is on election day. Can I vote?'],
    [
      '能。选举日当天满十八周岁的人有选举权。（选举法第四条）',
      'Yes. Anyone who turns 18 on election day may vote. (Electoral Law, Art. 4)',
    ],
  ),
  ask(
    RIGHT,
    ['被拘留、被判刑的人还有选举权吗？', 'Can people who are detained or have been sentenced vote?'],
    [
      '多数情况下有。下列人员**准予行使**选举权利：\n\n- 判处有期徒刑、拘役、管制而没有附加剥夺政治权利的\n- 被羁押、正在受侦查起诉审判，而没有决定停止行使选举权利的\n- 正在取保候审或者监视居住的\n- 正在受拘留处罚的\n\n可以在流动票箱投票，或者委托他人代为投票。（直接选举若干规定第五条）',
      'In most cases, yes. The following people **may vote**:\n\n- people sentenced without deprivation of political rights\n- people in custody whose right to vote has not been suspended by a decision\n- people on bail or under residential surveillance\n- people in administrative detention\n\nThey can vote at a mobile ballot box or by proxy. (Provisions on Direct Election, Art. 5)',
    ],
  ),
  ask(
    RIGHT,
    ['精神病患者要登记吗？', 'Are people with a mental illness registered?'],
    [
      '要登记。只有**不能行使选举权利**、并且经选举委员会确认的，才不列入选民名单。（选举法第二十七条）',
      'Yes. Only people who **cannot exercise the right to vote**, as confirmed by the election committee, are not included in the list. (Electoral Law, Art. 27)',
    ],
  ),
  ask(
    PLACE,
    ['上次登记过，这次还要再登记吗？', 'I registered last time. Do I have to register again?'],
    [
      '不用。选民登记**长期有效**。每次选举前只做三件事：增加新满十八周岁的、恢复政治权利的和迁入的；死亡的和被剥夺政治权利的从选民名单中除名；迁居的改到新选区。（选举法第二十七条）',
      'No. A registration **stays valid**. Before each election, people who turned 18, regained their political rights or moved in are added; people who died or were deprived of political rights are removed; people who moved are transferred to their new electoral district. (Electoral Law, Art. 27)',
    ],
  ),
  ask(
    PLACE,
    ['我住在国外，能参加选举吗？', 'I live abroad. Can I take part?'],
    [
      '县级以下人民代表大会代表选举期间**在国内**的，可以参加**原籍地或者出国前居住地**的选举。（选举法第七条）\n\n登录后选那个地方，理由选“住在这里”，勾选“旅居国外，选举期间在国内”；工作人员会核实，请备好护照。没有国内手机号、登录不了的，到登记站凭护照登记。网上显示的日期和时间都是北京时间。',
      'If you are **in the country** during the election, you may take part where you **come from or lived before you left**. (Electoral Law, Art. 7)\n\nSign in, choose that place and “I live here”, and tick “You live abroad and are in the country during the election”. Staff will check it; have your passport at hand. Without a mainland phone number, or if you cannot sign in, register at a station with your passport. All dates and times shown are Beijing time.',
    ],
  ),
  ask(
    PLACE,
    ['我可以在哪里登记？', 'Where can I register?'],
    [
      '按选区登记，一次选举只在一个选区。一般在**户口所在地**；在现居住地、工作单位或者学校登记的条件由各省、自治区、直辖市规定。登录后，门户按本地的规定列出您可以选的地方和需要的材料。（选举法第二十六条、第二十七条）',
      'By electoral district, and in one district only. Usually at the place of your **household registration**; each province decides when you may register at your current residence, workplace or school. After you sign in, the portal lists the places you can choose and the documents needed. (Electoral Law, Art. 26 and 27)',
    ],
  ),
  ask(
    PLACE,
    ['人搬走了，户口没有迁，怎么办？', 'I moved, but my household registration did not. What can I do?'],
    [
      '取得原选区的**选民资格证明**后，可以在现居住地的选区参加选举。（直接选举若干规定第九条）',
      'With a **voter certificate** from your original district, you can vote in the electoral district where you live. (Provisions on Direct Election, Art. 9)',
    ],
  ),
  ask(
    PLACE,
    ['没有手机，或者不会用，怎么登记？', 'How do I register without a phone?'],
    [
      '三种办法：\n\n1. 家里人登录后，经您同意，替您登记\n2. 到登记站，由工作人员登记\n3. 行动不便的，请社区工作人员上门登记\n\n没有居民身份证的，可以带护照、户口簿到登记站，由两名工作人员核对。',
      'There are three ways:\n\n1. a family member signs in and registers you, with your consent\n2. at a registration station, where staff register you\n3. at home, if you cannot go out: ask your community\n\nWithout an ID card, bring a passport or household register booklet to a registration station, where two officers check it.',
    ],
  ),
  ask(
    LIST,
    ['选民名单什么时候公布？', 'When is the voter list published?'],
    [
      '在选举日的**二十日以前**公布，并发给选民证（实行凭选民证投票的）。（选举法第二十八条）',
      'At least **20 days before** election day; voter cards are issued where they are used. (Electoral Law, Art. 28)',
    ],
  ),
  ask(
    LIST,
    ['名单上没有我，或者写错了，怎么办？', 'I am not on the list, or my entry is wrong. What can I do?'],
    [
      '自名单公布之日起**五日内**向选举委员会提出申诉，可以在门户提出，也可以到登记站。选举委员会在**三日内**作出处理决定。不服的，可以在选举日的五日以前向人民法院起诉，人民法院在选举日以前作出判决，判决为最后决定。（选举法第二十九条）',
      'Object to the election committee **within 5 days** of publication, on the portal or at a registration station. The committee decides **within 3 days**. If you disagree, you can sue until 5 days before election day; the court decides before election day, and its judgment is final. (Electoral Law, Art. 29)',
    ],
  ),
  ask(
    DAY,
    ['选举日我在外地，能请人代投吗？', 'I am away on election day. Can someone vote for me?'],
    [
      '可以。经选举委员会同意，**书面委托**其他选民代为投票。每一选民接受的委托不得超过三人，并应当按照委托人的意愿代为投票。（选举法第四十二条）',
      'Yes. With the consent of the election committee, you can authorise another voter **in writing** to vote for you. One voter may act for at most three others and must vote as each of them wishes. (Electoral Law, Art. 42)',
    ],
  ),
  ask(
    DAY,
    ['生病、行动不便，怎么投票？', 'How do I vote if I am ill or cannot walk?'],
    [
      '患有疾病等原因行动不便，或者居住分散、交通不便的选民，可以在**流动票箱**投票。不能写选票的，可以委托信任的人代写。（选举法第三十八条、第四十条）',
      'Voters who are ill, cannot move easily or live far away can vote at a **mobile ballot box**. Voters who cannot write can ask a trusted person to write for them. (Electoral Law, Art. 38 and 40)',
    ],
  ),
]
