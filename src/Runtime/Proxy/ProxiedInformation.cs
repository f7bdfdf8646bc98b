namespace RouteGen.Proxying;

/// <summary>Passes informational responses on while the handler waits for the final one; never later.</summary>
internal sealed class ProxiedInformation(ResponseWriter w)
{
    // More than any server needs; one that sends them for ever is cut off.
    private const int ResponsesMax = 100;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private int _count;
    private bool _isOver;

    /// <summary>Writes one. Called by the thread that receives it.</summary>
    /// <exception cref="ProtocolException">There are too many.</exception>
    internal void Pass(int statusCode, Header fields)
    {
        lock (_gate)
        {
            if (_isOver) return;
            if (++_count > ResponsesMax) throw new ProtocolException(RejectReason.TooManyInformationalResponses);
            // It has its own fields: those already set for the final response are not sent with it, and are restored afterwards.
            var kept = w.Header.Clone();
            w.Header.Clear();
            ForwardedFields.CopyInformation(fields, w.Header);
            w.WriteHeader(statusCode);
            w.Header.Clear();
            w.Header.AddAll(kept);
        }
    }

    /// <summary>Called when the handler continues, and owns the writer again.</summary>
    internal void End()
    {
        lock (_gate) _isOver = true;
    }
}
