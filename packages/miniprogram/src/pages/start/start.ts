/** The first page: what this is, and the way in. It is drawn without the network. */
import { languageOf } from '../../address.ts'
import { CONFIG } from '../../config.ts'
import { appBaseInfo } from '../../device.ts'
import { wordsOf } from '../../words.ts'

interface Shared {
  globalData: { signIn: string | null }
}
const PORTAL = '/pages/portal/portal'

Component({
  data: { words: wordsOf('zh-CN'), hasLogin: CONFIG.login !== null, refused: false },
  lifetimes: {
    attached() {
      const words = wordsOf(languageOf(appBaseInfo().language))
      this.setData({ words })
      wx.setNavigationBarTitle({ title: words.title })
    },
  },
  pageLifetimes: {
    show() {
      // Back from the log-in: on to the portal, which goes through the issuer without a page.
      const app = getApp<Shared>()
      const { signIn } = app.globalData
      if (signIn === null) return
      app.globalData.signIn = null
      wx.navigateTo({ url: `${PORTAL}?login=${signIn}` })
    },
  },
  methods: {
    enter() {
      wx.navigateTo({ url: PORTAL })
    },
    signIn() {
      if (!CONFIG.login) return
      const { appId, path } = CONFIG.login
      wx.navigateToMiniProgram({ appId, path, fail: () => this.setData({ refused: true }) })
    },
    onShareAppMessage() {
      return { title: this.data.words.share, path: '/pages/start/start', imageUrl: '/images/share.png' }
    },
  },
})
