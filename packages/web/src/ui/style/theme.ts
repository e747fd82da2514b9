/** Colours and sizes of the console. Every text colour here has a contrast of at least 4.5 on its ground (theme.test.ts holds it). */
import type { ThemeConfig } from 'antd'

/** Ink on paper: teal for what one can do, cinnabar only for the seal and for refusals, ochre for what waits for a person. */
export const COLOURS = {
  primary: '#0b5d66',
  primaryDeep: '#083f47',
  primaryPale: '#e6f1f1',
  seal: '#a8321f',
  ink: '#1c2527',
  inkSoft: '#4f5d60',
  paper: '#f5f4ef',
  sheet: '#ffffff',
  rule: '#d9dbd4',
  registered: '#0b6b58',
  registeredPale: '#e3f2ec',
  review: '#8a5200',
  reviewPale: '#fdf1dc',
  refused: '#a8321f',
  refusedPale: '#fbe9e5',
  quiet: '#55626b',
  quietPale: '#eceff0',
} as const

const SANS =
  '"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei UI","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC",system-ui,-apple-system,"Segoe UI",sans-serif'

/** The theme of Ant Design; `large` is the large-type mode, a quarter bigger; `still` for readers who asked their system for no motion. */
export const themeOf = (large: boolean, still: boolean): ThemeConfig => ({
  token: {
    motion: !still,
    colorPrimary: COLOURS.primary,
    colorInfo: COLOURS.primary,
    colorLink: COLOURS.primary,
    colorSuccess: COLOURS.registered,
    colorWarning: COLOURS.review,
    colorError: COLOURS.refused,
    colorText: COLOURS.ink,
    colorTextSecondary: COLOURS.inkSoft,
    colorTextTertiary: COLOURS.inkSoft,
    colorTextDescription: COLOURS.inkSoft,
    colorTextPlaceholder: '#667276',
    colorTextDisabled: '#667276',
    colorPrimaryBg: COLOURS.primaryPale,
    colorPrimaryBgHover: '#d7e8e8',
    colorInfoBg: '#eef6f6',
    colorInfoBorder: '#b5d3d3',
    colorSuccessBg: COLOURS.registeredPale,
    colorSuccessBorder: '#a9d3c4',
    colorWarningBg: COLOURS.reviewPale,
    colorWarningBorder: '#ecc98d',
    colorErrorBg: COLOURS.refusedPale,
    colorErrorBorder: '#ecb9ae',
    controlItemBgActive: COLOURS.primaryPale,
    controlItemBgActiveHover: '#d7e8e8',
    colorBgLayout: COLOURS.paper,
    colorBorder: '#b9bfbb',
    colorBorderSecondary: COLOURS.rule,
    fontFamily: SANS,
    fontSize: large ? 18 : 14,
    controlHeight: large ? 44 : 34,
    borderRadius: 6,
    wireframe: false,
  },
  components: {
    Table: { headerBg: '#eef0ec', headerColor: COLOURS.ink, cellPaddingBlockSM: 8, headerBorderRadius: 6 },
    Menu: { itemSelectedBg: COLOURS.primaryPale, itemHeight: large ? 48 : 40 },
    Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 18 },
    Alert: { withDescriptionPadding: '12px 16px', withDescriptionIconSize: 18 },
  },
})
