/** The frame of every console page: theme, language, query cache, and the redirect to the sign-in page when a session ends. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect } from 'react'
import { RouterProvider } from 'react-router'
import { ApiError, onSignedOut } from '../api/index.ts'
import { SESSION_KEY } from '../features/access/index.ts'
import { useLanguage } from '../i18n/index.ts'
import { LargeTypeProvider, themeOf, useLargeType, useStill } from '../ui/index.ts'
import { router } from './router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (times, error) => times < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
})
onSignedOut(() => queries.setQueryData(SESSION_KEY, null))

const Themed = () => {
  const { large } = useLargeType()
  const still = useStill()
  const { language } = useLanguage()
  useEffect(() => void dayjs.locale(language === 'en' ? 'en' : 'zh-cn'), [language])
  return (
    <ConfigProvider theme={themeOf(large, still)} locale={language === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <App message={{ maxCount: 3 }}>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  )
}

export const Office = () => (
  <QueryClientProvider client={queries}>
    <LargeTypeProvider>
      <Themed />
    </LargeTypeProvider>
  </QueryClientProvider>
)
