import { testLayouts } from "./layouts.ts";

testLayouts("1:1");
