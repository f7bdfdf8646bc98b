// Disposes objects of the program, such as the body of a response from its round tripper. Their Dispose may throw. The exception fails a
// call that would otherwise have succeeded. If the call has already failed, the caller gets that failure, and
// TaskScheduler.UnobservedTaskException reports the exception.
//
// The objects are streams, not any IAsyncDisposable: an interface call would add the DisposeAsync of every such type to trimmed programs.
namespace RouteGen;

internal static class Disposal
{
    /// <summary>Waits for a call, then disposes a stream. Fails with the failure of the call, or else with that of the disposal.</summary>
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
