using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Model;

/// <summary>Everything the table of a mux is written from.</summary>
/// <param name="Plan">The entries.</param>
/// <param name="Lookup">The look-up data.</param>
/// <param name="Settings">What it depends on besides.</param>
/// <param name="FileName">The name of its file, without an extension.</param>
internal sealed record TableModel(MuxPlan Plan, LookupPlan Lookup, MuxSettings Settings, string FileName);
