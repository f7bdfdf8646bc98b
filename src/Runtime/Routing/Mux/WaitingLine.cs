namespace RouteGen.Routing;

/// <summary>
/// An intercepted call that ran before the default mux had its generated table, as one in a module initializer may, and those before it.
/// </summary>
/// <param name="entry">The index of its entry.</param>
/// <param name="handler">The handler.</param>
/// <param name="previous">The one before it, or null if it is the first.</param>
internal sealed class WaitingLine(int entry, IHandler handler, WaitingLine? previous)
{
    private readonly int _entry = entry;
    private readonly IHandler _handler = handler;
    private readonly WaitingLine? _previous = previous;

    // Here and not in the mux, so that a program without lines does not carry what it calls.
    internal void Register(ServeMux mux)
    {
        for (var line = this; line is not null; line = line._previous) mux.RegisterLine(line._entry, line._handler);
    }
}
