import { chmod, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeFileFault, findWriteFault } from './file-faults.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-faults-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('finds nothing where a directory can be written, and leaves nothing there', async () => {
  expect(await findWriteFault(join(folder, 'a', 'b', 'c'))).toBeNull()
  expect(await findWriteFault(folder)).toBeNull()
  expect(await readdir(folder)).toEqual([])
})

it('says that a part of the path is a file', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(await findWriteFault(join(folder, 'file', 'out'))).toMatchObject({ en: expect.stringContaining('is a file') })
  expect(await findWriteFault(join(folder, 'file', 'more', 'out'))).toMatchObject({ en: expect.stringContaining('is a file') })
})

it('says that a file system takes no files', async () => {
  expect(await findWriteFault('/proc/mingce/out')).toMatchObject({ zh: expect.any(String), en: expect.any(String) })
})

it.skipIf(process.getuid?.() === 0)('says that there is no permission', async () => {
  await chmod(folder, 0o500)
  expect(await findWriteFault(join(folder, 'out'))).toMatchObject({ en: expect.stringContaining('permission') })
  await chmod(folder, 0o700)
})

it('has words for a full disk, and none for what is no fault of a file', async () => {
  const full = await open('/dev/full', 'w').then(async file => {
    try {
      return await file.writeFile('x').catch((error: unknown) => error)
    } finally {
      await file.close()
    }
  })
  expect(describeFileFault(full)).toEqual({ zh: '磁盘已满', en: 'the disk is full' })
  expect(describeFileFault(new Error('x'))).toBeNull()
  expect(describeFileFault('x')).toBeNull()
})
