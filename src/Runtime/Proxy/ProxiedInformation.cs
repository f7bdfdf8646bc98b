namespace RouteGen.Proxying;

/// <summary>Passes informational responses on while the handler waits for the final one; never later.</summary>
internal sealed class ProxiedInformation(ResponseWriter w)
{
    // As many as anybody means to send; a server that sends them for ever is cut off.
    private const int ResponsesMax = 100;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private int _count;
    private bool _isOver;

    /// <summary>Writes one. Called by whoever receives it.</summary>
    /// <exception cref="ProtocolException">There are too many.</exception>
    internal void Pass(int statusCode, Header fields)
    {
        lock (_gate)
        {
            if (_isOver) return;
            if (++_count > ResponsesMax) throw new ProtocolException(RejectReason.TooManyInformationalResponses);
            // Its fields are its own: what was set for the final response is not sent with it, and comes back behind it.
            var kept = w.Header.Clone();
            w.Header.Clear();
            ForwardedFields.CopyInformation(fields, w.Header);
            w.WriteHeader(statusCode);
            w.Header.Clear();
            w.Header.AddAll(kept);
        }
    }

    /// <summary>The handler goes on, and the writer is its own again.</summary>
    internal void End()
    {
        lock (_gate) _isOver = true;
    }
}
