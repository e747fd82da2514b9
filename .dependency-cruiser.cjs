// The arrows of docs/architecture.md. A wrong arrow fails `npm run lint`.
/** Modules from left to right: a module may use modules of an earlier step only. */
const STEP = {
  area: 0,
  notice: 0,
  election: 1,
  district: 2,
  population: 2,
  registration: 3,
  roll: 4,
  certificate: 4,
  nomination: 5,
  polling: 6,
  tally: 7,
  report: 8,
}
const MODULES = Object.keys(STEP)
const anyModule = MODULES.join('|')
/** Files that are tests, or kept for them. */
const TESTS = ['\\.test\\.tsx?$', '/testing/']

const SERVER = 'packages/server/src'
const DOMAIN = 'packages/domain/src'
const WEB = 'packages/web/src/features'
/** Views of the portal that are fetched when they are opened. */
const FETCHED_WHEN_OPENED = [
  '^packages/web/src/voter/registration/(card|family|access-history)\\.tsx$',
  '^packages/web/src/voter/(certificate/certificate|roll/(objection|own-list)|notice/contact|help/help|place/station-map)\\.tsx$',
]

const onlyModulesToTheLeft = tree =>
  MODULES.flatMap(module => {
    const forbidden = MODULES.filter(other => other !== module && STEP[other] >= STEP[module])
    if (forbidden.length === 0) return []
    return [
      {
        name: `${module}-uses-only-modules-to-its-left`,
        severity: 'error',
        from: { path: `^${tree}/${module}/`, pathNot: TESTS },
        to: { path: forbidden.map(other => `^${tree}/${other}/`) },
      },
    ]
  })

/** A module is entered from outside through its own index.ts; tests may also use what it keeps in testing/. */
const modulesAreEnteredThroughIndex = tree => [
  {
    name: 'modules-are-entered-through-their-index',
    severity: 'error',
    from: { path: `^${tree}/([^/]+)/` },
    to: { path: `^${tree}/(${anyModule})/`, pathNot: [`^${tree}/$1/`, `^${tree}/[^/]+/index\\.tsx?$`, '/testing/'] },
  },
]

/** The same for the folders of the web's modules, of the voters' portal and of the station page. */
const webFoldersAreEnteredThroughIndex = [
  {
    name: 'web-sub-modules-are-entered-through-their-index',
    severity: 'error',
    from: { path: `^${WEB}/([^/]+)/([^/]+)` },
    to: { path: `^${WEB}/$1/[^/]+/`, pathNot: [`^${WEB}/$1/$2/`, `^${WEB}/$1/[^/]+/index\\.ts$`] },
  },
  {
    name: 'pages-enter-modules-through-their-index',
    severity: 'error',
    from: { path: '^packages/web/src/(office|voter|station)/' },
    to: { path: `^${WEB}/`, pathNot: `^${WEB}/[^/]+/index\\.ts$` },
  },
  {
    name: 'portal-and-station-folders-are-entered-through-their-index',
    comment: 'A view that is fetched when it is opened is imported by itself: an index would bring it into the first load.',
    severity: 'error',
    from: { path: '^packages/web/src/(voter|station)/([^/]+)' },
    to: {
      path: '^packages/web/src/$1/[^/]+/',
      pathNot: ['^packages/web/src/$1/$2/', '^packages/web/src/$1/[^/]+/index\\.ts$', ...FETCHED_WHEN_OPENED],
    },
  },
]

/** The same for every folder below: from outside only its index.ts, from inside also the files of the folders above. */
const foldersAreEnteredThroughIndex = [
  {
    name: 'folders-are-entered-through-their-index',
    comment: 'first level: src/X/… from another X',
    severity: 'error',
    from: { path: `^${SERVER}/([^/]+)/` },
    to: {
      path: `^${SERVER}/[^/]+/`,
      pathNot: [`^${SERVER}/$1/`, `^${SERVER}/[^/]+/index\\.ts$`, `^${SERVER}/(platform|app)/[^/]+/index\\.ts$`, '/testing/'],
    },
  },
  {
    name: 'sub-modules-are-entered-through-their-index',
    comment: 'second level: src/X/Y/… from another Y of the same X',
    severity: 'error',
    from: { path: `^${SERVER}/([^/]+)/([^/]+)/` },
    to: {
      path: `^${SERVER}/$1/[^/]+/[^/]+`,
      pathNot: [`^${SERVER}/$1/$2/`, `^${SERVER}/$1/[^/]+/index\\.ts$`, '/testing/'],
    },
  },
  {
    name: 'nested-folders-are-entered-through-their-index',
    comment: 'third level: src/X/Y/Z/… from another Z, or from a file of Y itself',
    severity: 'error',
    from: { path: `^${SERVER}/([^/]+)/([^/]+)/([^/]+)` },
    to: {
      path: `^${SERVER}/$1/$2/[^/]+/[^/]+`,
      pathNot: [`^${SERVER}/$1/$2/$3/`, `^${SERVER}/$1/$2/[^/]+/index\\.ts$`, '/testing/'],
    },
  },
]

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      comment: 'Vite makes virtual:mingce-… while it builds (packages/web/dev/manual.ts).',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:mingce-' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: `^${DOMAIN}`, pathNot: '\\.test\\.ts$' },
      to: { pathNot: `^${DOMAIN}` },
    },
    {
      name: 'standards-know-no-module',
      severity: 'error',
      from: { path: `^${DOMAIN}/standards` },
      to: { path: `^${DOMAIN}/(${anyModule})/` },
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
      from: { path: `^${SERVER}/platform`, pathNot: '\\.test\\.ts$' },
      to: { path: [`^${SERVER}/(?!platform/)`, `^${DOMAIN}/(${anyModule})/`] },
    },
    {
      name: 'access-knows-no-election',
      severity: 'error',
      from: { path: `^${SERVER}/access`, pathNot: '\\.test\\.ts$' },
      to: { path: [`^${SERVER}/(?!platform/|access/)`, `^${DOMAIN}/(${anyModule})/`] },
    },
    {
      name: 'help-knows-no-election',
      severity: 'error',
      from: { path: `^${SERVER}/help`, pathNot: '\\.test\\.ts$' },
      to: { path: [`^${SERVER}/(?!platform/|access/|help/)`, `^${DOMAIN}/(${anyModule})/`] },
    },
    {
      name: 'stores-know-no-service',
      severity: 'error',
      from: { path: '/store[^/]*\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '/(service|routes)[^/]*\\.ts$' },
    },
    {
      name: 'services-know-no-route',
      severity: 'error',
      from: { path: '/service[^/]*\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '/routes[^/]*\\.ts$' },
    },
    {
      name: 'routes-go-through-services',
      severity: 'error',
      from: { path: '/routes[^/]*\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: '/store[^/]*\\.ts$' },
    },
    {
      name: 'nothing-imports-the-app',
      severity: 'error',
      from: { path: `^${SERVER}/`, pathNot: [`^${SERVER}/app/`, ...TESTS] },
      to: { path: `^${SERVER}/app/` },
    },
    ...[DOMAIN, SERVER, WEB].flatMap(onlyModulesToTheLeft),
    ...[DOMAIN, WEB].flatMap(modulesAreEnteredThroughIndex),
    ...foldersAreEnteredThroughIndex,
    ...webFoldersAreEnteredThroughIndex,
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
