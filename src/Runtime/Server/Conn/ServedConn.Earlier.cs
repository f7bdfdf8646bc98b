using RouteGen.IO;

namespace RouteGen.Serving;

// Sends responses that were finished before the current request, and that a slow peer has not accepted yet, while the current handler waits
// or computes. They are moved out of Output, so that the handler can append to it. Everything that the handler sends waits for them, so the
// order of the responses is kept, and only one send of the connection is in progress.
internal abstract partial class ServedConn
{
    // Null if there was no such send. Written while the output is held. Never fails: if the send fails, the connection is lost.
    private Task? _earlier;

    private bool IsSendingEarlier => _earlier is { IsCompleted: false };

    /// <summary>Waits until no earlier response is being sent. Called when the handler has completed.</summary>
    private protected async ValueTask EndEarlierAsync()
    {
        if (_earlier is not { } earlier) return;
        await earlier.ConfigureAwait(false);
        _earlier = null;
    }

    // The caller holds the output.
    private void SendEarlier()
    {
        var rest = Output;
        Output = default;
        _earlier = SendEarlierAsync(rest);
    }

    private async Task SendEarlierAsync(OutputBuffer rest)
    {
        try
        {
            await SendWithLimitAsync(rest.PendingMemory).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // As in SendFinished.
        }
        finally
        {
            rest.Release();
        }
    }

}
