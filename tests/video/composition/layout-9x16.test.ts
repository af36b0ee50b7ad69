import { testLayouts } from "./layouts.ts";

testLayouts("9:16");
