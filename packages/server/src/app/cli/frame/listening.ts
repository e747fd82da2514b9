/** Listening on an address that somebody chose: what can be wrong with it, in words. */
import type { Text } from '@mingce/domain/result'
import { EXIT, Failed } from './outcome.ts'

interface Place {
  readonly host: string
  readonly port: number
}

const OTHER_PORT: Text = { zh: '换一个端口：--port 8081', en: 'Choose another port: --port 8081' }

const failureOf = (code: unknown, { host, port }: Place): Failed | null => {
  if (code === 'EADDRINUSE') return new Failed({ zh: `端口 ${port} 已被占用`, en: `Port ${port} is in use` }, OTHER_PORT)
  if (code === 'EACCES')
    return new Failed({ zh: `没有使用端口 ${port} 的权限`, en: `No permission to use port ${port}` }, OTHER_PORT)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EINVAL')
    return new Failed(
      { zh: `本机没有地址 ${host}`, en: `This machine has no address ${host}` },
      { zh: '用 --host 127.0.0.1 或 --host 0.0.0.0', en: 'Use --host 127.0.0.1 or --host 0.0.0.0' },
      EXIT.wrongUse,
    )
  return null
}

/** The address on which `app` listens. */
export const listenOn = async (app: { listen(place: Place): Promise<string> }, place: Place): Promise<string> => {
  try {
    return await app.listen(place)
  } catch (error) {
    throw failureOf(error instanceof Error && 'code' in error ? error.code : undefined, place) ?? error
  }
}
