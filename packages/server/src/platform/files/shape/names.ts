/** What looks like a person's name in the text of a cell, and what is a label. */

const SINGLE =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由'
const SURNAMES = new Set([...SINGLE])
const DOUBLE =
  /^(欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|长孙|宇文|司徒|司空|令狐|东方|南宫|独孤|端木|轩辕|百里|呼延|申屠|太史|澹台|公冶|宗政|濮阳|淳于|单于|鲜于|赫连|钟离|闾丘|第五|拓跋)/
const HAN = /^[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+$/u
const DOTTED = /^[\p{Script=Han}]+(?:[·•・‧．.●∙⋅･][\p{Script=Han}]+)+$/u
const NO_NAME =
  /^(姓名|性别|备注|户主|配偶|妻子|丈夫|子女|汉族|满族|回族|.族|群众|党员|小学|初中|高中|中专|大专|本科|研究生|已婚|未婚|农业|非农|居住|户籍|常住|流动|正常|在职|退休|无业|务农|务工|合计|小计|总计|说明|同上|无|有|是|否|男|女)$/
const PLACE = /(社区|居委会|村委会|委员会|街道|地区|小区|花园|公司|学校|学院|派出所|单元|号楼|号院|大街|路)$/

const squeezed = (text: string): string => text.replace(/[\s\u200b-\u200f\u202a-\u202f\ufeff]+/g, '')

/** Is the text in the form of a Chinese name with a surname that people have? */
export const looksLikeName = (cell: string): boolean => {
  const text = squeezed(cell)
  if (text.length < 2 || text.length > 30) return false
  if (DOTTED.test(text)) return true
  const length = [...text].length
  if (length > 4 || !HAN.test(text) || NO_NAME.test(text) || PLACE.test(text)) return false
  return DOUBLE.test(text) ? length >= 3 : SURNAMES.has([...text][0] ?? '')
}

/** Words that stand before or around a name or number: 姓名：, 身份证号码：. */
const LABELS =
  /(公民|居民)?(身份证?|证件)(号码?|号)?|姓名|名字|性别|号码|证号|户主|配偶|家庭成员|成员|电话|手机|联系方式|[男女](?=[\s,，、;；:：/|()（）-]|$)/g
const SEPARATORS = /[\s,，、;；:：/／|｜\\()（）[\]【】<>《》_\-—–+*'"“”]+/g

/** Does the text have anything but labels, separators and digits? */
export const withoutLabels = (text: string): string =>
  text.replace(LABELS, ' ').replace(SEPARATORS, ' ').replace(/\d+/g, ' ').trim()
