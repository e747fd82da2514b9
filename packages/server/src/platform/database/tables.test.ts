/** The types of the tables are those of the migrated database. */
import { it } from 'vitest'
import { generateTables } from '../testing/generate-tables.ts'
import { createServerDatabase } from '../testing/stores.ts'

it('tables.generated.ts is what `npm run schema -w packages/server` writes', async () => {
  const { url, drop } = await createServerDatabase()
  try {
    await generateTables(url, 'verify')
  } finally {
    await drop()
  }
})
