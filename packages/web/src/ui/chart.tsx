/** ECharts with only what the console draws. Loaded on demand; the caller gives a table of the same numbers beside it. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface ChartProps {
  option: EChartsCoreOption
  height: number
  label: string
  /** The name of the category that was clicked. */
  onPick?: (index: number) => void
}

const Chart = ({ option, height, label, onPick }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ReturnType<typeof init> | null>(null)
  const picked = useRef(onPick)
  picked.current = onPick
  useEffect(() => {
    if (!box.current) return
    const made = init(box.current, null, { renderer: 'svg' })
    chart.current = made
    made.on('click', event => picked.current?.(event.dataIndex))
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(box.current)
    return () => {
      watcher.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    // Without a description ECharts makes its own, in Chinese only.
    const { aria } = option
    const drawn = { ...option, aria: { ...(typeof aria === 'object' ? aria : {}), label: { description: label } } }
    chart.current?.setOption(drawn, { notMerge: true })
  }, [option, label])
  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={label} />
}

export default Chart
