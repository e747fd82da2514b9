/** The mini program. What a log-in's mini program hands back when it returns is kept for the page that asked. */
import { handedOver } from './address.ts'

interface Shared {
  globalData: { signIn: string | null }
}

App<Shared>({
  globalData: { signIn: null },
  onShow({ referrerInfo }) {
    const login = handedOver(referrerInfo?.extraData)
    if (login !== null) this.globalData.signIn = login
  },
})
