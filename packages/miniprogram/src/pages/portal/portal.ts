/** The portal in a web view, and what is shown when it cannot be opened. */
import { isLarge, languageOf, portalAddress } from '../../address.ts'
import { CONFIG } from '../../config.ts'
import { appBaseInfo } from '../../device.ts'
import { wordsOf } from '../../words.ts'

Component({
  properties: { login: { type: String, value: '' } },
  data: { words: wordsOf('zh-CN'), src: '', failed: false },
  lifetimes: {
    attached() {
      this.open()
    },
  },
  methods: {
    open() {
      const { language, fontSizeSetting } = appBaseInfo()
      const shell = { language: languageOf(language), large: isLarge(fontSizeSetting), signIn: this.data.login || null }
      this.setData({ words: wordsOf(shell.language), src: portalAddress(CONFIG.portal, shell), failed: false })
    },
    fail() {
      this.setData({ failed: true, src: '' })
    },
    /** Only the first page is shared: an address inside the portal belongs to one person. */
    onShareAppMessage() {
      return { title: this.data.words.share, path: '/pages/start/start', imageUrl: '/images/share.png' }
    },
  },
})
