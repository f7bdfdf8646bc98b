// One dial over all addresses of a host (RFC 8305, in Go's simpler form). The family of the first address is preferred. Its addresses are
// tried one after another. After FallbackDelay, or when all have failed, addresses of the other family are tried in parallel. The first
// connection wins; a later one from the other family is closed.
using System.Net;
using RouteGen.IO;

namespace RouteGen;

internal sealed class DialRace(ConnectStep dial, TimeSpan fallbackDelay, long deadline, ClientClock clock)
{
    // Minimum time for one address, in milliseconds, so that a long list does not leave too little for each (as in Go).
    private const int AddressMsMin = 2000;

    /// <summary>Connects to one of the addresses.</summary>
    /// <exception cref="TransportException">All addresses failed. The exception is that of the first address.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async ValueTask<Conn> RunAsync(IPAddress[] addresses, CancellationToken cancellationToken)
    {
        var preferred = Array.FindAll(addresses, address => address.AddressFamily == addresses[0].AddressFamily);
        if (preferred.Length == addresses.Length || fallbackDelay < TimeSpan.Zero)
            return await TryEachAsync(addresses, cancellationToken).ConfigureAwait(false);
        var others = Array.FindAll(addresses, address => address.AddressFamily != addresses[0].AddressFamily);
        using var ends = new UserTokenSource(cancellationToken);
        try
        {
            var first = TryEachAsync(preferred, ends.Token).AsTask();
            await Task.WhenAny(first, Task.Delay(Instants.ForTimer(fallbackDelay), ends.Token)).ConfigureAwait(false);
            if (first.IsCompletedSuccessfully) return await first.ConfigureAwait(false);
            return await FirstOfAsync(first, TryEachAsync(others, ends.Token).AsTask()).ConfigureAwait(false);
        }
        finally
        {
            ends.Cancel();
        }
    }

    private static async ValueTask<Conn> FirstOfAsync(Task<Conn> preferred, Task<Conn> other)
    {
        // WhenAny of typed tasks would add a lot of generic code.
        var first = await Task.WhenAny((Task)preferred, other).ConfigureAwait(false);
        var (winner, loser) = first == preferred ? (preferred, other) : (other, preferred);
        if (winner.IsCompletedSuccessfully)
        {
            _ = CloseAsync(loser);
            return await winner.ConfigureAwait(false);
        }

        // The other family decides. This failure is marked as observed, because it may never be reported.
        Abandoned.Observe(winner);
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // As in Go, the failure of the preferred family is reported.
        if (!loser.IsCompletedSuccessfully) loser = preferred;
        return await loser.ConfigureAwait(false);
    }

    private static async Task CloseAsync(Task<Conn> late)
    {
        await ((Task)late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.IsCompletedSuccessfully) (await late.ConfigureAwait(false)).Close();
        // The other family has won. This failure is irrelevant and marked as observed.
        else _ = late.Exception;
    }

    private async ValueTask<Conn> TryEachAsync(IPAddress[] addresses, CancellationToken cancellationToken)
    {
        TransportException? failure = null;
        for (var index = 0; index < addresses.Length; index++)
        {
            try
            {
                return await TryAsync(addresses[index], addresses.Length - index, cancellationToken).ConfigureAwait(false);
            }
            catch (TransportException e)
            {
                // As in Go, the failure of the first address is reported.
                failure ??= e;
            }
        }

        throw failure!;
    }

    // Limits an attempt to its share of the remaining time, which leaves time for the other addresses.
    private async ValueTask<Conn> TryAsync(IPAddress address, int countLeft, CancellationToken cancellationToken)
    {
        if (deadline == 0 || countLeft == 1) return await dial(address, cancellationToken).ConfigureAwait(false);
        using var share = new UserTokenSource(cancellationToken);
        share.CancelAfter(Instants.ForTimer(Math.Max((deadline - clock.Ticks) / countLeft, AddressMsMin)));
        try
        {
            return await dial(address, share.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                TransportError.TimedOut, $"{address}: the address did not respond within its share of Transport.DialTimeout.", e);
        }
    }
}
