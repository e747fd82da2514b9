/** What WeChat tells of itself, from base library 2.10.0 (WeChat of 2020) on: the newer call is there since 2.20.1 only. */
export const appBaseInfo = (): { language: string; fontSizeSetting?: number } =>
  typeof wx.getAppBaseInfo === 'function' ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
