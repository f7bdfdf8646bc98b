extern alias Generators;

global using Generators::RouteGen.Generators;
global using Generators::RouteGen.Generators.Diagnostics;
global using Generators::RouteGen.Generators.Emitting;
global using Generators::RouteGen.Generators.Finding;
global using Generators::RouteGen.Generators.Model;
global using Generators::RouteGen.Generators.Parsing;
global using Generators::RouteGen.Generators.Planning;
