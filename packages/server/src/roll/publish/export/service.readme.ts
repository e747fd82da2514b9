/** The README.txt in a published directory: for whoever finds it without this program. */
import { type RollHeader, spelled } from '@mingce/domain/roll'

export const readmeOf = (
  version: RollHeader & { readonly root: string; readonly entries: number },
): string => `${version.electionName}
${version.kind === 'list' ? '选民名单' : '补充名单'}　第${version.version}版　${version.publishedOn} 公布　共 ${version.entries} 条
Voter list, version ${version.version} (${version.kind}), published ${version.publishedOn}, ${version.entries} entries

名单校验值 / Checksum (SM3): ${spelled(version.root)}

怎样核验
  1. 把上面的校验值与墙上选民榜页脚的校验值对照，应完全相同。
  2. 运行  mingce roll verify 本文件夹 --root 榜上的校验值  （不需要网络和数据库）。
     任何一条被改动、删去、添加或调换次序，都会指出是哪个选区、哪个序号、哪个姓名。

文件
  roll.json    这一版是什么，有哪些选区
  posters/     选民榜（PDF）
  lists/       各选区名单（CSV，可用电子表格打开）
  proofs/      计算校验值所用的原文，一行一条
  log.tlog-proof  公布这件事已记入操作记录的证明（C2SP tlog-proof，有日志时才有）
  SM3SUMS      各文件的 SM3 值

不用本软件核验：proofs 中一行的叶 = SM3(字节00 + 该行原文)；两个值合并 = SM3(字节01 + 左 + 右)，左右均为64位小写十六进制文本；
树形同 RFC 6962。选区的校验值写在 proofs/roll.jsonl 对应的一行里，roll.jsonl 各行同法得到上面的校验值。例（OpenSSL）：
  printf '\\000%s' "$line" | openssl dgst -sm3

How to verify
  1. Compare the checksum above with the one at the foot of the posted voter list: they must be equal.
  2. Run  mingce roll verify THIS_DIRECTORY --root CHECKSUM_ON_THE_POSTER  (needs neither network nor database).
     Every entry that was changed, removed, added or reordered is reported with its electoral district, number and name.
Without this program: leaf of a line in proofs/ = SM3(byte 00 + line); two digests join as SM3(byte 01 + left + right), both as 64 lower-case
hex digits; the tree has the shape of RFC 6962. The checksum of each electoral district is in its line of proofs/roll.jsonl, and
the lines of roll.jsonl give the checksum above in the same way.
`
