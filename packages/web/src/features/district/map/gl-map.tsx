/** The map of a plan with MapLibre: no tiles, no glyphs, nothing from outside; the plan's own shapes on paper. Loaded when it is first drawn. */
import type { FeatureCollection } from 'geojson'
import { type GeoJSONSource, Map as GlMap, Marker } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import 'maplibre-gl/dist/maplibre-gl.css'
import { colourOf, type MapProps } from './shapes.ts'

const NAMED_UNITS = 80

const collectionOf = ({ drawing, homes, selected }: MapProps): FeatureCollection => ({
  type: 'FeatureCollection',
  features: drawing.units.map(unit => ({
    type: 'Feature',
    properties: { code: unit.code, colour: colourOf(homes.get(unit.code) ?? null), selected: selected.has(unit.code) },
    geometry: {
      type: 'MultiPolygon',
      coordinates: unit.polygons.map(polygon => polygon.map(ring => ring.map(([x, y]) => [x, y]))),
    },
  })),
})

const GlPlanMap = (props: MapProps) => {
  const { drawing, homes, districtNames, label } = props
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<GlMap | null>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    if (!box.current) return
    const [west, south, east, north] = drawing.box
    const made = new GlMap({
      container: box.current,
      style: { version: 8, sources: {}, layers: [{ id: 'paper', type: 'background', paint: { 'background-color': '#f5f4ef' } }] },
      bounds: [
        [west, south],
        [east, north],
      ],
      fitBoundsOptions: { padding: 12, animate: false },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
    })
    made.touchZoomRotate.disableRotation()
    made.getCanvas().setAttribute('aria-label', label)
    made.on('load', () => {
      made.addSource('units', { type: 'geojson', data: collectionOf(latest.current) })
      made.addLayer({ id: 'fill', type: 'fill', source: 'units', paint: { 'fill-color': ['get', 'colour'] } })
      made.addLayer({ id: 'line', type: 'line', source: 'units', paint: { 'line-color': '#4f5d60', 'line-width': 1 } })
      made.addLayer({
        id: 'selected',
        type: 'line',
        source: 'units',
        filter: ['get', 'selected'],
        paint: { 'line-color': '#a8321f', 'line-width': 4 },
      })
      made.on('click', 'fill', event => {
        const code: unknown = event.features?.[0]?.properties['code']
        if (typeof code === 'string') latest.current.onPick(code)
      })
      void made.once('idle', () => box.current?.setAttribute('data-drawn', 'true'))
    })
    map.current = made
    return () => {
      map.current = null
      made.remove()
    }
  }, [drawing, label])
  useEffect(() => {
    const source = map.current?.getSource<GeoJSONSource>('units')
    source?.setData(collectionOf(props))
  }, [props])
  useEffect(() => {
    const here = map.current
    if (!here || drawing.units.length > NAMED_UNITS) return
    const markers = drawing.units.map(unit => {
      const element = document.createElement('div')
      element.className = 'plan-marker'
      element.setAttribute('aria-hidden', 'true')
      element.dataset['unit'] = unit.code
      const home = document.createElement('span')
      home.textContent = districtNames.get(homes.get(unit.code) ?? -1) ?? ''
      element.append(unit.name, home)
      return new Marker({ element }).setLngLat([unit.middle[0], unit.middle[1]]).addTo(here)
    })
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [drawing, homes, districtNames])
  return <div ref={box} className="plan-gl" data-map="gl" />
}

export default GlPlanMap
