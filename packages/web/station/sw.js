// Keeps the page of stations and doors, so that it opens without a signal. It holds the page's own files and nothing that the API ever said.
// The build puts the files and their version in (offline-plugin.ts).
const FILES = ['__FILES__']
const CACHE = 'mingce-station-__VERSION__'
const PAGE = '/station/'

self.addEventListener('install', event => {
  // By name and not from the browser's own cache: a page and its parts of one build, or none of them.
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(FILES.map(file => new Request(file, { cache: 'reload' })))))
})

self.addEventListener('activate', event => {
  const own = name => name.startsWith('mingce-station-') && name !== CACHE
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.filter(own).map(name => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return
  const file = request.mode === 'navigate' ? PAGE : pathname
  event.respondWith(caches.open(CACHE).then(async cache => (await cache.match(file, { ignoreVary: true })) ?? fetch(request)))
})
