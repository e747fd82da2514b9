/** The table types match the migrated database. */
import { it } from 'vitest'
import { generateTables } from '../testing/generate-tables.ts'
import { createServerDatabase } from '../testing/stores.ts'

it('tables.generated.ts matches the output of `npm run schema -w packages/server`', async () => {
  const { url, drop } = await createServerDatabase()
  try {
    await generateTables(url, 'verify')
  } finally {
    await drop()
  }
})
