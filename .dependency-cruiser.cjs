// The arrows of docs/architecture: rooms read left to right, layers read top to bottom. A wrong arrow fails CI.
/** Files that are tests, or kept for them. */
const TESTS = ['\\.test\\.tsx?$', '/testing/']
const rooms = [
  'election',
  'district',
  'population',
  'registration',
  'roll',
  'certificate',
  'nomination',
  'polling',
  'tally',
  'report',
]
// election → district, population → registration → roll, certificate → nomination, polling → tally → report
const step = {
  election: 0,
  district: 1,
  population: 1,
  registration: 2,
  roll: 3,
  certificate: 3,
  nomination: 4,
  polling: 4,
  tally: 5,
  report: 6,
}

/** A room may use only rooms of an earlier step, in the given tree, through index.ts only. */
const roomRules = tree =>
  rooms.flatMap(room => {
    const forbidden = rooms.filter(other => other !== room && step[other] >= step[room])
    return [
      // The last room may use all others, and an empty list would forbid everything.
      ...(forbidden.length === 0
        ? []
        : [
            {
              name: `${tree.name}-${room}-uses-only-rooms-to-its-left`,
              severity: 'error',
              from: { path: `^${tree.path}/${room}/` },
              to: { path: forbidden.map(other => `^${tree.path}/${other}/`) },
            },
          ]),
      {
        name: `${tree.name}-${room}-is-entered-through-its-index`,
        severity: 'error',
        from: { path: `^${tree.path}/`, pathNot: [`^${tree.path}/${room}/`, ...TESTS] },
        to: { path: `^${tree.path}/${room}/`, pathNot: `^${tree.path}/${room}/index\\.tsx?$` },
      },
      {
        // Tests of other rooms, and what those keep for testing, may borrow what a room keeps for testing.
        name: `${tree.name}-${room}-is-entered-through-its-index-by-tests`,
        severity: 'error',
        from: { path: TESTS.map(test => `^${tree.path}/.*${test}`), pathNot: `^${tree.path}/${room}/` },
        to: { path: `^${tree.path}/${room}/`, pathNot: `^${tree.path}/${room}/(index\\.tsx?$|testing/)` },
      },
    ]
  })

const server = { name: 'server', path: 'packages/server/src' }
const domain = { name: 'domain', path: 'packages/domain/src' }
const web = { name: 'web', path: 'packages/web/src/features' }
const anyRoom = rooms.join('|')

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/domain/src' },
    },
    {
      name: 'standards-know-no-room',
      severity: 'error',
      from: { path: '^packages/domain/src/standards' },
      to: { path: `^packages/domain/src/(${anyRoom})/` },
    },
    {
      name: 'web-uses-domain-and-the-api-only',
      severity: 'error',
      from: { path: '^packages/web' },
      to: { path: '^packages/server' },
    },
    {
      name: 'mini-program-is-a-shell',
      severity: 'error',
      from: { path: '^packages/miniprogram' },
      to: { path: '^packages/(server|web|domain)' },
    },
    { name: 'server-does-not-use-web', severity: 'error', from: { path: '^packages/server' }, to: { path: '^packages/web' } },
    {
      name: 'platform-knows-no-election',
      severity: 'error',
      from: { path: '^packages/server/src/platform', pathNot: '\\.test\\.ts$' },
      to: { path: [`^packages/server/src/(${anyRoom}|access|documents|cli|console)/`, `^packages/domain/src/(${anyRoom})/`] },
    },
    {
      name: 'access-knows-no-election',
      severity: 'error',
      from: { path: '^packages/server/src/access', pathNot: '\\.test\\.ts$' },
      to: { path: [`^packages/server/src/(${anyRoom}|documents|cli)/`, `^packages/domain/src/(${anyRoom})/`] },
    },
    {
      name: 'help-knows-no-election',
      severity: 'error',
      from: { path: '^packages/server/src/help', pathNot: '\\.test\\.ts$' },
      to: { path: [`^packages/server/src/(${anyRoom}|documents|cli|console)/`, `^packages/domain/src/(${anyRoom})/`] },
    },
    {
      name: 'stores-know-no-use-case',
      severity: 'error',
      from: { path: '/store[^/]*\\.ts$' },
      to: { path: '/(usecases|routes)[^/]*\\.ts$' },
    },
    {
      name: 'use-cases-know-no-route',
      severity: 'error',
      from: { path: '/usecases[^/]*\\.ts$' },
      to: { path: '/routes[^/]*\\.ts$' },
    },
    {
      name: 'routes-go-through-use-cases',
      severity: 'error',
      from: { path: '/routes[^/]*\\.ts$' },
      to: { path: '/store[^/]*\\.ts$' },
    },
    {
      name: 'nothing-imports-the-cli',
      severity: 'error',
      from: { pathNot: ['^packages/server/src/cli', '^packages/server/bin', '\\.test\\.ts$', '^bench'] },
      to: { path: '^packages/server/src/cli' },
    },
    ...roomRules(domain),
    ...roomRules(server),
    ...roomRules(web),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/dist-types/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
}
