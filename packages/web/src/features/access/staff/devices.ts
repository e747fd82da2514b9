/** From what a browser says of itself to two words by which its owner knows it. */
const BROWSERS = [
  ['MicroMessenger', 'WeChat'],
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['HarmonyOS', 'HarmonyOS'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

const firstIn = (agent: string, known: readonly (readonly [string, string])[]): string | undefined =>
  known.find(([mark]) => agent.includes(mark))?.[1]

/** 'Chrome · Windows'; null where the browser is unknown. */
export const deviceWords = (agent: string | null): string | null => {
  if (!agent) return null
  const words = [firstIn(agent, BROWSERS), firstIn(agent, SYSTEMS)].filter(word => word !== undefined)
  return words.length > 0 ? words.join(' · ') : null
}
