import { BarChart, FunnelChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

// Only what the dashboards draw; this file and all of the charts library load on their own.
use([BarChart, LineChart, FunnelChart, GridComponent, TooltipComponent, LegendComponent, LabelLayout, SVGRenderer]);

export type Option = EChartsCoreOption;
export type Drawn = EChartsType;

/** Begins a chart in an element. */
export const draw = (element: HTMLElement): Drawn => init(element, undefined, { renderer: "svg" });
