/** The README.txt in a published directory: for whoever finds it without this program. */
import { type RollHeader, spelled } from '@mingce/domain/roll'

export const readmeOf = (
  version: RollHeader & { readonly root: string; readonly entries: number },
): string => `${version.electionName}
${version.kind === 'list' ? '选民名单' : '选民名单补正'}　第${version.version}版　${version.publishedOn} 公布　共 ${version.entries} 条
Voter list, version ${version.version} (${version.kind}), published ${version.publishedOn}, ${version.entries} entries

名单校验值 / Root (SM3): ${spelled(version.root)}

怎样核对
  1. 把上面的校验值与墙上选民榜页脚的校验值对照，应完全相同。
  2. 运行  mingce roll verify 本文件夹 --root 榜上的校验值  （不需要网络和数据库）。
     任何一条被改动、删去、添加或调换次序，都会指出是哪个选区、哪个序号、哪个姓名。

文件
  roll.json    这一版是什么，有哪些选区
  posters/     选民榜（PDF）
  lists/       各选区名单（CSV，可用电子表格打开）
  proofs/      计算校验值所用的原文，一行一条
  SM3SUMS      各文件的 SM3 值

不用本软件核对：proofs 中一行的叶 = SM3(字节00 + 该行原文)；两个值合并 = SM3(字节01 + 左 + 右)，左右均为64位小写十六进制文本；
树形同 RFC 6962。选区的根写在 proofs/roll.jsonl 对应的一行里，roll.jsonl 各行同法得到上面的校验值。例（OpenSSL）：
  printf '\\000%s' "$line" | openssl dgst -sm3

How to verify
  1. Compare the root above with the one at the foot of the posters on the wall: they must be equal.
  2. Run  mingce roll verify THIS_DIRECTORY --root ROOT_ON_THE_POSTER  (needs neither network nor database).
     Whatever entry was changed, dropped, added or reordered is named by district, number and name.
Without this program: leaf of a line in proofs/ = SM3(byte 00 + line); two digests join as SM3(byte 01 + left + right), both as 64 lower-case
hex digits; the tree has the shape of RFC 6962. The root of each district is in its line of proofs/roll.jsonl, and the lines of
roll.jsonl give the root above in the same way.
`
