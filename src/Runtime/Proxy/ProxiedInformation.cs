namespace RouteGen.Proxying;

/// <summary>Forwards informational responses while the handler waits for the final response.</summary>
internal sealed class ProxiedInformation(ResponseWriter w)
{
    // More than any server needs. Another informational response ends the call.
    private const int ResponsesMax = 100;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private int _count;
    private bool _isOver;

    /// <summary>Writes an informational response, on the thread that receives it.</summary>
    /// <exception cref="ProtocolException">There were too many responses.</exception>
    internal void Pass(int statusCode, Header fields)
    {
        lock (_gate)
        {
            if (_isOver) return;
            if (++_count > ResponsesMax) throw new ProtocolException(RejectReason.TooManyInformationalResponses);
            // The fields already set for the final response are not sent with this one, and are restored afterwards.
            var kept = w.Header.Clone();
            w.Header.Clear();
            ForwardedFields.CopyInformation(fields, w.Header);
            w.WriteHeader(statusCode);
            w.Header.Clear();
            w.Header.AddAll(kept);
        }
    }

    /// <summary>Stops forwarding. Called when the handler continues and uses the writer again.</summary>
    internal void End()
    {
        lock (_gate) _isOver = true;
    }
}
