// Disposes objects of the program, such as the response body of a custom round tripper. Their Dispose may throw. Such an exception fails a
// call that would otherwise have succeeded. If the call has already failed, the caller gets the earlier failure, and
// TaskScheduler.UnobservedTaskException reports the exception.
//
// The parameters are streams, not IAsyncDisposables: an interface call would keep the DisposeAsync of every such type in trimmed programs.
namespace RouteGen;

internal static class Disposal
{
    /// <summary>Waits for a call, then disposes a stream. Throws the call's exception, or else the disposal's.</summary>
    /// <param name="call">The call, which may have failed already.</param>
    /// <param name="what">The stream, which the call has finished using.</param>
    internal static async Task AfterAsync(Task call, Stream what)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await what.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (!call.IsCompletedSuccessfully)
        {
            Report(failure);
        }

        await call.ConfigureAwait(false);
    }

    /// <summary>Disposes a stream whose call has failed. Never throws.</summary>
    internal static void DisposeAfterFailure(this Stream what)
    {
        try
        {
            what.Dispose();
        }
        catch (Exception failure)
        {
            Report(failure);
        }
    }

    /// <summary>Passes the failure to <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    internal static void Report(Exception failure) => _ = Task.FromException(failure);
}
