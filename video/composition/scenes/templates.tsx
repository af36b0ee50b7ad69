import type { ComponentType } from "react";
import type { SceneContent, TemplateName } from "../../scene-graph/content.ts";
import type { ContentOf } from "../context.tsx";
import { Browser } from "./Browser.tsx";
import { Chart } from "./Chart.tsx";
import { Closing } from "./Closing.tsx";
import { Code } from "./Code.tsx";
import { Comparison } from "./Comparison.tsx";
import { Figure } from "./Figure.tsx";
import { FileTree } from "./FileTree.tsx";
import { Image } from "./Image.tsx";
import { ImageGrid } from "./ImageGrid.tsx";
import { Kinetic } from "./Kinetic.tsx";
import { List } from "./List.tsx";
import { Location } from "./Location.tsx";
import { Logo } from "./Logo.tsx";
import { Phone } from "./Phone.tsx";
import { Quote } from "./Quote.tsx";
import { Relations } from "./Relations.tsx";
import { Section } from "./Section.tsx";
import { Statement } from "./Statement.tsx";
import { Steps } from "./Steps.tsx";
import { Table } from "./Table.tsx";
import { Terminal } from "./Terminal.tsx";
import { Timeline } from "./Timeline.tsx";
import { Title } from "./Title.tsx";

type Template = ComponentType<{ readonly content: SceneContent }>;
type Templates = { [Name in TemplateName]: ComponentType<{ readonly content: ContentOf<Name> }> };

const typed: Templates = {
  title: Title,
  section: Section,
  statement: Statement,
  list: List,
  steps: Steps,
  figure: Figure,
  chart: Chart,
  comparison: Comparison,
  quote: Quote,
  code: Code,
  table: Table,
  terminal: Terminal,
  fileTree: FileTree,
  timeline: Timeline,
  kinetic: Kinetic,
  browser: Browser,
  phone: Phone,
  relations: Relations,
  location: Location,
  image: Image,
  imageGrid: ImageGrid,
  logo: Logo,
  closing: Closing,
};

/** The picture of each kind of content; `content.template` picks the one that takes it. */
export const TEMPLATES = typed as Readonly<Record<TemplateName, Template>>;
