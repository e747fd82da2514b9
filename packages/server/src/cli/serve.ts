import type { Command } from 'commander'
import type { Installation } from './installation.ts'
export const serveUntilStopped = async (
  _ctx: Installation,
  _o: { host: string; port: number; demo: boolean },
  _r: (url: string) => void,
): Promise<void> => {}
export const addServeCommand = (_root: Command): void => {}
