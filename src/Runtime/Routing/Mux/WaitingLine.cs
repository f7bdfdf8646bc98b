namespace RouteGen.Routing;

/// <summary>
/// List of intercepted calls that ran before the default mux had its generated table, for example in a module initializer.
/// </summary>
/// <param name="entry">The index of the entry.</param>
/// <param name="handler">The handler.</param>
/// <param name="previous">The previous call, or null for the first.</param>
internal sealed class WaitingLine(int entry, IHandler handler, WaitingLine? previous)
{
    private readonly int _entry = entry;
    private readonly IHandler _handler = handler;
    private readonly WaitingLine? _previous = previous;

    // This method is not in the mux, so that trimming removes it from programs without intercepted calls.
    internal void Register(ServeMux mux)
    {
        for (var line = this; line is not null; line = line._previous) mux.RegisterLine(line._entry, line._handler);
    }
}
