/**
 * Child process of `npm run chaos`: the product's server as `mingce serve` runs it. `server prepare URL FOLDER` makes an election and an
 * account and prints the election's id; `server serve URL FOLDER SHIFT` prints its address. URL '' is the embedded store. SHIFT moves the
 * clock by so many milliseconds.
 */
import { createStaff } from '../../../packages/server/dist/access/index.js'
import { serveUntilStopped } from '../../../packages/server/dist/app/cli/frame/index.js'
import { withInstallation } from '../../../packages/server/dist/app/cli/frame/installation.js'
import { setUpElection } from '../../../packages/server/dist/district/index.js'

const [, , step = '', url = '', dataDir = '', shift = '0', day = ''] = process.argv
const place = { dataDir, url: url === '' ? undefined : url }

/** The whole process sees another time, as if the computer's clock were wrong. */
const shiftClock = (ms: number): void => {
  const RealDate = Date
  const now = () => RealDate.now() + ms
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

if (step === 'prepare')
  await withInstallation(place, async ctx => {
    const input = { areaCode: '110105', day, levels: ['county' as const], name: '演练' }
    const made = await setUpElection(ctx, input)
    const staff = {
      username: 'chaos',
      name: 'chaos',
      password: 'correct-horse-电池',
      role: 'district' as const,
      areaCode: '110105',
    }
    const added = await createStaff(ctx.database, staff, { clock: ctx.clock, actor: { name: 'setup', role: 'city' } })
    if (!made.ok || !added.ok) throw new Error('the election or the account was refused')
    console.log(made.value.id)
  })
else {
  if (shift !== '0') shiftClock(Number(shift))
  await withInstallation(place, ctx =>
    serveUntilStopped(ctx, { host: '127.0.0.1', port: 0, logLevel: 'fatal' }, address => console.log(address)),
  )
}
